UPDATE nudge.log_head SET quality = (
    SELECT coalesce(max(position), 0) FROM (
        SELECT position FROM nudge_rebuild.quality
        UNION ALL SELECT position FROM nudge_rebuild.annotator
        UNION ALL SELECT position FROM nudge_rebuild.gold) AS changed)
