"""Write the table of data shapes: `python -m tests.functions`, then read what has changed in it."""

from tests.functions import data_shapes

data_shapes.write()
