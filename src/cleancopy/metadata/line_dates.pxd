# line_dates.py is compiled as it is: nothing in it needs a type.
