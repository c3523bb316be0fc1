"""When documents are in force (效力): editions of one another, what repeals what, and from which day to which."""
