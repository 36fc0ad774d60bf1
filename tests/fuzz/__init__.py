"""Made-up input for every part that reads what others have written; scan.c does it for the native scanner."""
