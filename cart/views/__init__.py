"""The cart's page and its changes. Private; in no cache. A script that asks for JSON gets JSON."""
