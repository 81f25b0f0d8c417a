// A line to the office that finds its way: by WebSocket, else by long polling.
//
// A firewall may refuse WebSockets, which is heard at once, or swallow them, which is silence.

const PATIENCE = 2_500;

/** Return a Socket.IO line to *namespace*; it comes back by itself. */
export function openLine(namespace) {
  const socket = window.io(namespace, {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    timeout: PATIENCE,
  });
  socket.on("connect_error", (error) => {
    if (error.message === "timeout") pollFirst(socket);
  });
  return socket;
}

/** Connect anew, by polling first: this line is open and nothing comes through. */
export function connectAnew(socket) {
  pollFirst(socket);
  socket.io.engine.close();
}

// The WebSocket is tried again beside the polling, where its silence holds nothing up.
function pollFirst(socket) {
  socket.io.opts.transports = ["polling", "websocket"];
}
