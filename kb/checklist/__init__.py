"""What is required of a role in a kind of organisation (职责清单): its items, their dates, and what is kept of them."""
