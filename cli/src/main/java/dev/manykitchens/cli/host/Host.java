package dev.manykitchens.cli.host;

import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.ProcessUsage;
import dev.manykitchens.report.run.HostFacts;

import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The machine that this runs on. Reading a process costs some hundred microseconds.
public final class Host implements ProcessProbe {

    /// A worker's processes are looked for so far above theirs at most.
    private static final int DEEPEST = 100;

    private final OperatingSystem os;
    private final HardwareAbstractionLayer hardware;
    private final String name = hostName();
    private final int pid = Math.toIntExact(ProcessHandle.current().pid());

    public Host() {
        // Otherwise what is read within 300 ms of the last time is what was read then.
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
        if (System.getProperty("os.name").equals("Linux")) {
            // All there is to know is in /proc. A native library would have to be unpacked into a
            // directory from which programs may be run, which a hardened machine does not have.
            var linux = new oshi.nativefree.SystemInfo();
            os = linux.getOperatingSystem();
            hardware = linux.getHardware();
        } else {
            var other = new oshi.SystemInfo();
            os = other.getOperatingSystem();
            hardware = other.getHardware();
        }
    }

    /// Cores that this JVM may use.
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// This process as a worker: what runs the jobs of pools inside this JVM.
    public PoolWorker here() {
        return new PoolWorker("local", name, pid, cores());
    }

    /// What to say about this machine beside a measurement.
    ///
    /// @param python which Python took part
    public HostFacts facts(Optional<String> python) {
        CentralProcessor processor = hardware.getProcessor();
        return new HostFacts(
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                python.orElse(""),
                processor.getProcessorIdentifier().getName().strip(),
                processor.getLogicalProcessorCount(),
                cores(),
                hardware.getMemory().getTotal());
    }

    @Override
    public Optional<ProcessUsage> read(Collection<PoolWorker> workers) {
        Map<Integer, PoolWorker> known = new LinkedHashMap<>();
        known.put(pid, here());
        Map<Long, PoolWorker> children = new LinkedHashMap<>();
        for (PoolWorker worker : workers) {
            if (isChild(worker.pid())) {
                children.put(worker.pid(), worker);
            }
        }
        Map<Long, List<Long>> started =
                children.isEmpty() ? Map.of() : startedBy(children.keySet());
        children.forEach((id, worker) -> {
            known.put(Math.toIntExact(id), worker);
            addStarted(started.getOrDefault(id, List.of()), worker, known);
        });
        List<OSProcess> processes = os.getProcesses(known.keySet());
        if (processes.stream().noneMatch(process -> process.getProcessID() == pid)) {
            return Optional.empty();
        }
        long cpuMillis =
                processes.stream().mapToLong(p -> p.getKernelTime() + p.getUserTime()).sum();
        return Optional.of(
                new ProcessUsage(
                        TimeUnit.MILLISECONDS.toNanos(cpuMillis),
                        memory(known, processes),
                        OptionalLong.of(hostBusyNanos())));
    }

    /// In the order in which the processes are known.
    private static List<ProcessMemory> memory(
            Map<Integer, PoolWorker> known, List<OSProcess> processes) {
        List<ProcessMemory> memory = new ArrayList<>();
        known.forEach((pid, worker) ->
                processes.stream()
                        .filter(process -> process.getProcessID() == pid)
                        .map(process -> new ProcessMemory(worker, process.getResidentMemory()))
                        .forEach(memory::add));
        return memory;
    }

    private long hostBusyNanos() {
        long[] ticks = hardware.getProcessor().getSystemCpuLoadTicks();
        long idle = ticks[TickType.IDLE.getIndex()] + ticks[TickType.IOWAIT.getIndex()];
        return TimeUnit.MILLISECONDS.toNanos(Arrays.stream(ticks).sum() - idle);
    }

    /// The process, when this one started it. Names of hosts would not do: a machine may call
    /// itself one thing and be known to its network by another.
    private static boolean isChild(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent();
    }

    /// What each of these children started, and what that started. All of it is looked up at once:
    /// asking a process for its descendants reads those of the whole machine.
    private static Map<Long, List<Long>> startedBy(Set<Long> children) {
        Map<Long, List<Long>> started = new HashMap<>();
        ProcessHandle.current()
                .descendants()
                .filter(process -> !children.contains(process.pid()))
                .forEach(process ->
                        ancestor(process, children)
                                .ifPresent(child ->
                                        started.computeIfAbsent(child, _ -> new ArrayList<>())
                                                .add(process.pid())));
        return started;
    }

    private static Optional<Long> ancestor(ProcessHandle process, Set<Long> children) {
        Optional<ProcessHandle> above = process.parent();
        for (int depth = 0; depth < DEEPEST && above.isPresent(); depth++) {
            if (children.contains(above.get().pid())) {
                return above.map(ProcessHandle::pid);
            }
            above = above.get().parent();
        }
        return Optional.empty();
    }

    /// What a worker does through processes of its own, as Python's pools do, counts for it. They
    /// are called after it: `w1.1`, `w1.2`.
    private static void addStarted(
            List<Long> started, PoolWorker worker, Map<Integer, PoolWorker> known) {
        List<Long> pids = started.stream().sorted().toList();
        for (int i = 0; i < pids.size(); i++) {
            long pid = pids.get(i);
            known.put(
                    Math.toIntExact(pid),
                    new PoolWorker(worker.name() + "." + (i + 1), worker.host(), pid, 1));
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
