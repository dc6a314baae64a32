"""The demo's pictures: flat illustrations in one light, drawn by this code, the same everywhere.

canvas.py has the shapes, ramp.py how they take the light, backdrop.py the room, frame.py puts a drawing into it;
the other files hold the drawings themselves, a family of products each.
"""
