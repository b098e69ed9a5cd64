package dev.manykitchens.cli.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A link that can be cut: passes bytes on between whoever connects here and a port of this
/// machine, both ways. Thread-safe.
///
/// While it is cut it takes bytes and connections and passes nothing on, so that neither end hears
/// of it, as with a cable that was pulled. When it is mended it passes on new connections and
/// closes those that were there.
final class Relay implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    // Guarded by this monitor.
    private boolean cut;
    private boolean closed;

    private Relay(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /// Begins to pass on, from a free port of the loopback.
    static Relay to(InetSocketAddress target) {
        try {
            Relay relay =
                    new Relay(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
            Thread.ofPlatform().daemon().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new DrillFailedException("a relay needs a free port: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// From now on nothing is passed on.
    synchronized void cut() {
        cut = true;
    }

    /// Passes on again; what was connected is closed.
    synchronized void mend() {
        sockets.forEach(Relay::end);
        cut = false;
        notifyAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket here = keep(server.accept());
                Thread.ofVirtual().start(() -> connect(here));
            } catch (IOException _) {
                // Closed, or a connection that ended before it was taken.
            }
        }
    }

    private void connect(Socket here) {
        try {
            awaitWhole();
            Socket there = keep(new Socket(target.getAddress(), target.getPort()));
            Thread.ofVirtual().start(() -> pass(here, there));
            pass(there, here);
        } catch (IOException | InterruptedException _) {
            end(here);
            sockets.remove(here);
        }
    }

    /// Passes bytes on until an end is closed, then closes both.
    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                awaitWhole();
                out.write(bytes, 0, count);
            }
            // That one end has closed is not told through a link that is cut.
            awaitWhole();
        } catch (IOException | InterruptedException _) {
            // One of them is closed.
        } finally {
            end(from);
            end(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut && !closed) {
            wait();
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        sockets.forEach(Relay::end);
        try {
            server.close();
        } catch (IOException _) {
            // Nobody connects to it any more either way.
        }
    }
}
