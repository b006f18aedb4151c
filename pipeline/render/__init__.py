"""Documents to files, one module a format. A renderer sees no catalog, no project, no clock, no other renderer."""
