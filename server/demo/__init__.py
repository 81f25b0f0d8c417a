"""The product shown on one machine; see `server.demo.showing`."""
