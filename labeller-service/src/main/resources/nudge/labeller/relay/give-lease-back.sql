UPDATE relay_lease SET holder = NULL, expires = '-infinity'
WHERE holder = :holder
