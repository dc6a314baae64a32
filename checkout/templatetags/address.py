from django import template

from accounts.address_rules import address_lines

register = template.Library()
register.filter("address_lines", address_lines)
