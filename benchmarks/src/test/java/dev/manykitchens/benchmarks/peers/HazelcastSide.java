package dev.manykitchens.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.instance.BuildInfoProvider;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Hazelcast's `IExecutorService`: two member JVMs of this machine, and a client in this one.
public final class HazelcastSide implements Side {

    private static final String NAME = "Hazelcast";
    private static final int A_CALLABLE = 100;
    private static final Submitters SUBMITTERS = new Submitters(4);
    private static final int SECONDS_TO_END = 10;

    /// What its documentation asks for on a modular JDK.
    private static final List<String> FLAGS =
            List.of(
                    "--add-modules=java.se",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.management/sun.management=ALL-UNNAMED",
                    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private final List<Process> members = new ArrayList<>();
    private @Nullable HazelcastInstance client;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return NAME + " " + BuildInfoProvider.getBuildInfo().getVersion();
    }

    @Override
    public List<Way> open() throws SideMissingException {
        String cluster = "peers-" + ProcessHandle.current().pid();
        try {
            int first = startMember(cluster, 0);
            startMember(cluster, first);
            HazelcastInstance connected =
                    HazelcastClient.newHazelcastClient(HazelcastConfig.client(cluster, first));
            client = connected;
            if (connected.getCluster().getMembers().size() != 2) {
                throw new SideMissingException("its two members did not find each other");
            }
            return ways(connected.getExecutorService(HazelcastConfig.JOBS));
        } catch (IOException | HazelcastException | IllegalStateException e) {
            throw new SideMissingException("it did not start: " + e.getMessage(), e);
        }
    }

    private static List<Way> ways(IExecutorService jobs) {
        return List.of(
                way(
                        Handing.BATCH,
                        "submit, 100 jobs a callable, %d threads".formatted(SUBMITTERS.threads()),
                        numbers ->
                                SUBMITTERS.sum(
                                        hundreds(numbers),
                                        jobs::submit,
                                        squares -> Arrays.stream(squares).sum())),
                way(
                        Handing.EACH,
                        "submit, %d threads".formatted(SUBMITTERS.threads()),
                        numbers ->
                                SUBMITTERS.sum(
                                        numbers, n -> jobs.submit(new Square(n)), Long::longValue)),
                way(
                        Handing.ONE_AT_A_TIME,
                        "submit",
                        numbers -> {
                            long sum = 0;
                            for (Integer n : numbers) {
                                sum += jobs.submit(new Square(n)).get();
                            }
                            return sum;
                        }));
    }

    private static Way way(Handing handing, String call, Clocked.SumOfSquares work) {
        return new Way(handing, NAME + " IExecutorService", call, Clocked.over(work));
    }

    private static List<Squares> hundreds(List<Integer> numbers) {
        List<Squares> callables = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += A_CALLABLE) {
            callables.add(
                    new Squares(
                            numbers.subList(i, Math.min(numbers.size(), i + A_CALLABLE)).stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray()));
        }
        return callables;
    }

    /// @return its port
    private int startMember(String cluster, int first) throws IOException, SideMissingException {
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString()),
                                FLAGS.stream(),
                                Stream.of(
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HazelcastMember.class.getName(),
                                        cluster,
                                        String.valueOf(first)))
                        .flatMap(part -> part)
                        .toList();
        Process member =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        members.add(member);
        String port = member.inputReader(UTF_8).readLine();
        if (port == null) {
            throw new SideMissingException("a member ended before it had joined");
        }
        return Integer.parseInt(port);
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdown();
        }
        members.forEach(member -> Children.end(member, SECONDS_TO_END, TimeUnit.SECONDS));
    }
}
