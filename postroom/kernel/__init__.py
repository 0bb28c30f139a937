"""The contracts of the house: operations, dispatch, contexts, events, jobs, gates, ports. Knows no feature and no wire."""
