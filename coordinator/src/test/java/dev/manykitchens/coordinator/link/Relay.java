package dev.manykitchens.coordinator.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands between one connection and a port of this machine, passes everything on, and keeps what
/// went up.
final class Relay implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream up = new ByteArrayOutputStream();

    Relay(int port) throws IOException {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try (Socket from = listening.accept();
                                    Socket to =
                                            new Socket(InetAddress.getLoopbackAddress(), port)) {
                                Thread down =
                                        Thread.ofVirtual()
                                                .start(() ->
                                                        pass(
                                                                to,
                                                                from,
                                                                new ByteArrayOutputStream()));
                                pass(from, to, up);
                                down.join();
                            } catch (IOException _) {
                                // One of the two hung up.
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /// What went up so far.
    byte[] recorded() {
        synchronized (up) {
            return up.toByteArray();
        }
    }

    private static void pass(Socket from, Socket to, ByteArrayOutputStream record) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (record) {
                    record.write(buffer, 0, count);
                }
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // One of the two hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
