"""The demo shop: its words (`words/`), what is planned from them, how it is loaded, the pictures it draws itself."""
