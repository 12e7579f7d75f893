"""Dashboards of heads and bureaus: every figure a way down, a table behind every chart."""
