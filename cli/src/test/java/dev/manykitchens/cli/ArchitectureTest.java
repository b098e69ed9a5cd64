package dev.manykitchens.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The layout of the modules, as rules that a build can break.
///
/// Each rule is also held against the classes of [#BROKEN], one of which was made to break it: a
/// rule with a misspelt package would pass for ever.
class ArchitectureTest {

    private static final String ROOT = "dev.manykitchens";
    private static final String BROKEN = "dev.manykitchens.cli.broken";

    /// Which packages of ours a module may see beside its own.
    private static final Map<String, List<String>> MAY_SEE =
            Map.of(
                    "proto", List.of("core.value"),
                    "core", List.of(),
                    "simulator", List.of("core.."),
                    "worker", List.of("core..", "proto.."),
                    "coordinator", List.of("core..", "proto.."),
                    "replication",
                            List.of("core..", "coordinator.journal..", "coordinator.membership.."),
                    "report", List.of("core.."),
                    "cli",
                            List.of(
                                    "core..",
                                    "simulator..",
                                    "worker..",
                                    "coordinator..",
                                    "replication..",
                                    "report.."));

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(location ->
                            !location.contains("/test-classes/")
                                    && !location.contains("-tests.jar"))
                    .importPackages(ROOT);

    private static final JavaClasses MADE_TO_BREAK = new ClassFileImporter().importPackages(BROKEN);

    /// A rule, and the class that was made to break it.
    record Rule(String name, ArchRule rule, String brokenBy) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Rule> rules() {
        return rulesUnder(ROOT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleIsKept(Rule rule) {
        rule.rule().check(OURS);
    }

    static Stream<Rule> rulesForBrokenClasses() {
        return rulesUnder(BROKEN).stream();
    }

    @ParameterizedTest
    @MethodSource("rulesForBrokenClasses")
    void theRuleCanBeBroken(Rule rule) {
        List<String> broken = rule.rule().evaluate(MADE_TO_BREAK).getFailureReport().getDetails();

        assertThat(broken).anyMatch(detail -> detail.contains(rule.brokenBy()));
    }

    @Test
    void everyModuleIsLookedAt() {
        List<String> packages = OURS.stream().map(JavaClass::getPackageName).distinct().toList();

        assertThat(packages)
                .contains(
                        "dev.manykitchens.core.dispatch",
                        "dev.manykitchens.worker",
                        "dev.manykitchens.coordinator.dispatch",
                        "dev.manykitchens.report.text",
                        "dev.manykitchens.replication",
                        "dev.manykitchens.proto.v1",
                        "dev.manykitchens.cli")
                .noneMatch(name -> name.startsWith(BROKEN));
    }

    private static List<Rule> rulesUnder(String root) {
        List<Rule> rules = new ArrayList<>();
        MAY_SEE.forEach((module, others) -> rules.add(moduleSees(root, module, others)));
        for (String module : MAY_SEE.keySet()) {
            rules.add(noCycles(root, module));
        }
        rules.add(generatedClassesStayInLink(root));
        rules.add(namesSaySomething(root));
        rules.add(packagesSaySomething(root));
        rules.add(coreReachesNothingOutside(root));
        rules.add(virtualTimeReadsNoClock(root));
        rules.add(virtualTimeStartsNoThread(root));
        rules.add(onlyTheCommandKnowsPicocli(root));
        rules.add(onlyReplicationNamesRatis(root));
        return rules;
    }

    private static Rule moduleSees(String root, String module, List<String> others) {
        List<String> allowed = new ArrayList<>(List.of(root + "." + module + ".."));
        others.forEach(other -> allowed.add(root + "." + other));
        return new Rule(
                module + " sees " + others,
                noClasses()
                        .that()
                        .resideInAPackage(root + "." + module + "..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage(root + "..")
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                allowed.toArray(String[]::new)))))
                        .allowEmptyShould(true),
                "broken." + module + ".SeesTooMuch");
    }

    private static Rule noCycles(String root, String module) {
        return new Rule(
                "no cycles between the packages of " + module,
                slices().matching(root + "." + module + ".(**)")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true),
                "broken." + module + ".here.GoesThere");
    }

    private static Rule generatedClassesStayInLink(String root) {
        return new Rule(
                "generated classes stay in packages named link",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("..link..", root + ".proto.v1..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".proto.v1.."),
                "UsesGenerated");
    }

    private static Rule namesSaySomething(String root) {
        return new Rule(
                "names of classes say something",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(root + ".proto.v1..")
                        .should()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveSimpleName("Order"),
                "JobManager");
    }

    private static Rule packagesSaySomething(String root) {
        return new Rule(
                "names of packages say something",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .should()
                        .resideInAnyPackage(
                                "..util..",
                                "..utils..",
                                "..common..",
                                "..impl..",
                                "..manager..",
                                "..helper.."),
                "InUtil");
    }

    private static Rule coreReachesNothingOutside(String root) {
        // Its own host's name is all that core asks the network for.
        DescribedPredicate<JavaClass> network =
                resideInAnyPackage("java.net..", "javax.net..", "java.nio.channels..")
                        .and(
                                not(
                                        JavaClass.Predicates.assignableTo(InetAddress.class)
                                                .or(
                                                        JavaClass.Predicates.assignableTo(
                                                                UnknownHostException.class))));
        DescribedPredicate<JavaClass> files =
                JavaClass.Predicates.type(java.nio.file.Files.class)
                        .or(JavaClass.Predicates.type(java.io.File.class))
                        .or(JavaClass.Predicates.type(java.io.FileInputStream.class))
                        .or(JavaClass.Predicates.type(java.io.FileOutputStream.class))
                        .or(JavaClass.Predicates.type(java.io.FileReader.class))
                        .or(JavaClass.Predicates.type(java.io.FileWriter.class))
                        .or(JavaClass.Predicates.type(java.io.RandomAccessFile.class));
        DescribedPredicate<JavaClass> logging =
                resideInAnyPackage("org.slf4j..", "java.util.logging..")
                        .or(JavaClass.Predicates.type(System.Logger.class));
        return new Rule(
                "core has no network, no files and no logging",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".core..")
                        .should()
                        .dependOnClassesThat(network.or(files).or(logging)),
                "ReadsFiles");
    }

    private static Rule virtualTimeReadsNoClock(String root) {
        return new Rule(
                "dispatch and simulation read no clock",
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".core.dispatch..", root + ".simulator..")
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(Clock.class),
                "ReadsTheClock");
    }

    private static Rule virtualTimeStartsNoThread(String root) {
        return new Rule(
                "dispatch and simulation start no thread and take no lock",
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".core.dispatch..", root + ".simulator..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Thread.class)
                        .orShould()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.concurrent.."),
                "StartsAThread");
    }

    private static Rule onlyTheCommandKnowsPicocli(String root) {
        return new Rule(
                "only the command knows picocli",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(root + ".cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("picocli.."),
                "KnowsPicocli");
    }

    private static Rule onlyReplicationNamesRatis(String root) {
        return new Rule(
                "only replication names Ratis",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(root + ".replication..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.ratis.."),
                "NamesRatis");
    }
}
