"""The paper's feeds: of all of it, of a section, topic, series or author, and of its corrections."""
