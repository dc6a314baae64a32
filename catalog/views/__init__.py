"""Views load, decide, respond. What a page reads is in catalog/queries; what may keep it stands above the view."""
