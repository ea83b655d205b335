"""Parts of the schema `disclosure_report`: one module for each part of the report."""
