package nudge.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/design.md: what may depend on what. */
@AnalyzeClasses(packages = "nudge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_network_depends_on_the_jdk_alone = classes()
            .that()
            .resideInAPackage("nudge.network..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jdk.incubator.vector..", "nudge.network..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule mnist_depends_on_the_jdk_alone = classes()
            .that()
            .resideInAPackage("nudge.mnist..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "nudge.mnist..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule settings_depend_on_the_jdk_alone = classes()
            .that()
            .resideInAPackage("nudge.settings..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "nudge.settings..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule of_the_network_events_know_the_weight_file_alone = noClasses()
            .that()
            .resideInAPackage("nudge.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "nudge.labeller..", "nudge.trainer..", "nudge.mnist..", "nudge.embedded..", "nudge.standalone..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("nudge.network.Sgd");

    @ArchTest
    static final ArchRule labeller_and_trainer_meet_in_kafka_alone = noClasses()
            .that()
            .resideInAPackage("nudge.labeller..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("nudge.trainer..", "nudge.mnist..", "nudge.embedded..", "nudge.standalone..");

    @ArchTest
    static final ArchRule the_trainer_knows_no_database_and_no_framework = noClasses()
            .that()
            .resideInAPackage("nudge.trainer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "nudge.labeller..",
                    "nudge.mnist..",
                    "nudge.embedded..",
                    "nudge.standalone..",
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework..");

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
            .resideInAnyPackage(
                    "nudge.labeller.database..",
                    "nudge.labeller.log..",
                    "nudge.labeller.image..",
                    "nudge.labeller.queue..",
                    "nudge.labeller.relay..",
                    "nudge.labeller.model..")
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
}
