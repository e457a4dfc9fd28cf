"""Example data: two made-up workspaces with a past that the engine really lived through."""
