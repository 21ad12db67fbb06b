package nudge.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import nudge.events.ProducerClose;
import nudge.labeller.web.WebSettings;
import nudge.network.WeightFile;
import org.apache.kafka.clients.producer.Producer;

/**
 * The arrows of docs/design.md: what may depend on what. Rules name what is allowed, where they can: then a new package, or a
 * new library, is refused until somebody allows it.
 */
@AnalyzeClasses(packages = "nudge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String JDK = "java..";
    private static final String NULLNESS = "org.jspecify.annotations..";

    /** A package depends on nothing but these. */
    private static ArchRule only(String packages, DescribedPredicate<JavaClass> allowed) {
        return classes().that().resideInAPackage(packages).should().onlyDependOnClassesThat(allowed);
    }

    /** Of Nudge a package depends on nothing but these; of libraries on any. */
    private static ArchRule ofNudgeOnly(String packages, String... allowed) {
        return only(packages, resideOutsideOfPackage("nudge..").or(resideInAnyPackage(allowed)));
    }

    @ArchTest
    static final ArchRule the_network_depends_on_the_jdk_alone =
            only("nudge.network..", resideInAnyPackage(JDK, NULLNESS, "jdk.incubator.vector..", "nudge.network.."));

    @ArchTest
    static final ArchRule mnist_depends_on_the_jdk_alone =
            only("nudge.mnist..", resideInAnyPackage(JDK, NULLNESS, "nudge.mnist.."));

    @ArchTest
    static final ArchRule settings_depend_on_the_jdk_alone =
            only("nudge.settings..", resideInAnyPackage(JDK, NULLNESS, "nudge.settings.."));

    @ArchTest
    static final ArchRule the_quality_of_labels_depends_on_the_jdk_alone =
            only("nudge.quality..", resideInAnyPackage(JDK, NULLNESS, "nudge.quality.."));

    @ArchTest
    static final ArchRule embedded_servers_know_nothing_else_of_nudge =
            ofNudgeOnly("nudge.embedded..", "nudge.embedded..");

    @ArchTest
    static final ArchRule of_the_network_events_know_the_weight_file_alone = only(
            "nudge.events..",
            resideInAnyPackage(
                            JDK,
                            NULLNESS,
                            "nudge.events..",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.cloudevents..",
                            "com.fasterxml.jackson.annotation..",
                            "tools.jackson..",
                            "org.slf4j..")
                    .or(equivalentTo(WeightFile.class)));

    @ArchTest
    static final ArchRule learning_knows_no_kafka_no_database_and_no_framework = only(
            "nudge.learning..",
            resideInAnyPackage(
                            JDK,
                            NULLNESS,
                            "nudge.learning..",
                            "nudge.events..",
                            "nudge.network..",
                            "org.apache.commons.math3..")
                    .and(not(resideInAPackage("java.sql.."))));

    @ArchTest
    static final ArchRule labeller_and_trainer_meet_in_kafka_alone = ofNudgeOnly(
            "nudge.labeller..",
            "nudge.labeller..",
            "nudge.events..",
            "nudge.network..",
            "nudge.quality..",
            "nudge.settings..");

    @ArchTest
    static final ArchRule the_trainer_knows_no_database_and_no_framework = only(
            "nudge.trainer..",
            resideInAnyPackage(
                            JDK,
                            NULLNESS,
                            "com.sun.net.httpserver..",
                            "nudge.trainer..",
                            "nudge.learning..",
                            "nudge.events..",
                            "nudge.network..",
                            "nudge.settings..",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "io.micrometer..",
                            "org.slf4j..",
                            "tools.jackson..")
                    .and(not(resideInAPackage("java.sql.."))));

    @ArchTest
    static final ArchRule the_log_of_labels_and_all_else_of_kafka_know_no_learner = only(
            "nudge.trainer.kafka..",
            resideInAnyPackage(
                            JDK,
                            NULLNESS,
                            "nudge.trainer.kafka..",
                            "nudge.events..",
                            "org.apache.kafka.clients..",
                            "org.apache.kafka.common..",
                            "tools.jackson..")
                    .or(equivalentTo(WeightFile.class)));

    @ArchTest
    static final ArchRule the_schedule_depends_on_the_jdk_alone =
            only("nudge.trainer.schedule..", resideInAnyPackage(JDK, NULLNESS, "nudge.trainer.schedule.."));

    @ArchTest
    static final ArchRule the_packages_of_the_trainer_are_its_own = classes()
            .that()
            .resideInAnyPackage("nudge.trainer.*..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("nudge.trainer..");

    @ArchTest
    static final ArchRule the_web_edge_and_the_files_speak_no_sql = noClasses()
            .that()
            .resideInAnyPackage(
                    "nudge.labeller.web..",
                    "nudge.labeller.model..",
                    "nudge.labeller.intake..",
                    "nudge.labeller.export..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..");

    @ArchTest
    static final ArchRule the_database_knows_no_table = noClasses()
            .that()
            .resideInAPackage("nudge.labeller.database..")
            .should()
            .dependOnClassesThat(resideInAPackage("nudge..").and(not(resideInAPackage("nudge.labeller.database.."))));

    @ArchTest
    static final ArchRule the_domain_knows_no_spring_and_no_http = noClasses()
            .that()
            .resideInAPackage("nudge.labeller.*..")
            .and()
            .resideOutsideOfPackages("nudge.labeller.access..", "nudge.labeller.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "jakarta.servlet..", "java.net.http..", "nudge.labeller.web..");

    @ArchTest
    static final ArchRule access_knows_no_http_and_of_spring_the_password_encoders_alone = noClasses()
            .that()
            .resideInAPackage("nudge.labeller.access..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "org.springframework..", "jakarta.servlet..", "java.net.http..", "nudge.labeller.web..")
                    .and(not(resideInAPackage("org.springframework.security.crypto.."))));

    /** Kafka's own waits without limit for a thread that hangs. */
    @ArchTest
    static final ArchRule producers_are_closed_with_a_limit = noClasses()
            .that(not(equivalentTo(ProducerClose.class)))
            .should()
            .callMethodWhere(target(name("close")).and(target(owner(assignableTo(Producer.class)))));

    @ArchTest
    static final ArchRule modules_make_no_circle =
            slices().matching("nudge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_of_the_trainer_make_no_circle =
            slices().assignedFrom(eachPackageOf("nudge.trainer")).should().beFreeOfCycles();

    /** The package itself is a slice as well, and so is each one below it. */
    private static SliceAssignment eachPackageOf(String root) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return resideInAPackage(root + "..").test(type)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + root;
            }
        };
    }

    /** Without the root, which wires the others and lends them what they share. */
    @ArchTest
    static final ArchRule packages_of_the_labeller_make_no_circle =
            slices().matching("nudge.labeller.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_rooms_of_the_web_make_no_circle =
            slices().assignedFrom(eachPackageOf("nudge.labeller.web")).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_web_is_seen_by_the_labeller_alone_and_its_settings_by_who_starts_it = noClasses()
            .that()
            .resideOutsideOfPackages("nudge.labeller", "nudge.labeller.web..")
            .should()
            .dependOnClassesThat(resideInAPackage("nudge.labeller.web..").and(not(belongToAnyOf(WebSettings.class))));

    @ArchTest
    static final ArchRule the_web_does_not_know_the_labeller_that_serves_it = noClasses()
            .that()
            .resideInAPackage("nudge.labeller.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("nudge.labeller");
}
