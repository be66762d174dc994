"""Pages of the electorate (corps électoral) and its contests."""
