"""Views load, decide, respond. All are private: for the signed-in customer, or for anyone where it says so."""
