"""The adapters behind the ports of the kernel (database server, blobs, bus, DNS, egress), and the embedded PostgreSQL."""
