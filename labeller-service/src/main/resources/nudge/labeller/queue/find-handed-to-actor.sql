SELECT image FROM handed_out WHERE actor = :actor AND expires > now()
