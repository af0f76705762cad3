"""What speaks for and against a child's name, an adult's, a figure's or none: named features of a proposal."""
