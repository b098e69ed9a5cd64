package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class TransportLogTest {

    @Test
    void onlyThatTheStreamOfAWorkerIsOverIsNotLogged() throws Exception {
        Class.forName("dev.manykitchens.coordinator.link.CoordinatorServer");
        List<LogRecord> heard = new CopyOnWriteArrayList<>();
        Handler ear =
                new Handler() {
                    @Override
                    public void publish(LogRecord logged) {
                        heard.add(logged);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger streams = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");
        streams.addHandler(ear);
        streams.setUseParentHandlers(false);
        Exception over = new IOException("Stream closed before write could take place");
        Exception other = new IOException("a header is too long");
        try {
            streams.log(Level.WARNING, "Stream Error", over);
            streams.log(Level.WARNING, "Stream Error", other);
            streams.log(Level.WARNING, "without a cause");
        } finally {
            streams.setUseParentHandlers(true);
            streams.removeHandler(ear);
        }

        // Other tests may have streams that fail meanwhile.
        assertThat(heard).extracting(LogRecord::getThrown).contains(other).doesNotContain(over);
        assertThat(heard).extracting(LogRecord::getMessage).contains("without a cause");
    }
}
