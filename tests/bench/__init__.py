"""How fast it is: ``make bench`` prints one JSON object a line.

Every figure stands beside the bare durable transaction on the same database and beside an
empty HTTP answer of the same server, measured in the same run.
"""
