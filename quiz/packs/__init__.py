"""From a file to a Pack."""
