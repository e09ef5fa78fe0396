"""How well the program does on labelled data; reads data, writes nothing."""
