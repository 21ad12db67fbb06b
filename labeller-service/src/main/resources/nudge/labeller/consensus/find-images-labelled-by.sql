SELECT DISTINCT stream FROM event
WHERE position > :after AND position <= :up_to AND actor = :annotator AND type = 'label.given'
