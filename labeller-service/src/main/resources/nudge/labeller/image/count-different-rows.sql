SELECT count(*) FROM (
    (SELECT <columns> FROM nudge.<table> EXCEPT SELECT <columns> FROM nudge_rebuild.<table>)
    UNION ALL
    (SELECT <columns> FROM nudge_rebuild.<table> EXCEPT SELECT <columns> FROM nudge.<table>)) AS different
