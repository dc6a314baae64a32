"""x"""
def draw_missing(n, progress): return 0
