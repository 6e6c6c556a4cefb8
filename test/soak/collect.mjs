// Loaded into the driver: V8 lets garbage lie while it has room, which hides a leak, and looks like one.
setInterval(globalThis.gc, 500).unref();
