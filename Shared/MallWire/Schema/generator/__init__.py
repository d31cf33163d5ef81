"""What generate.py is made of: the schema's rules, and what is written in C, in Swift and for the tests."""
