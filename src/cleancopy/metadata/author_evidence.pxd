# author_evidence.py is compiled as it is: nothing in it needs a type.
