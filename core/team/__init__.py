"""The account (the MSP) and what its people share."""
