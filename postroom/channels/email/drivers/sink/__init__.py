"""The sink: catches what would leave the house, and says so. The default while no relay is set up."""
