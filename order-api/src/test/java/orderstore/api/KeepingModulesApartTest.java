package orderstore.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Which code may know of which. */
@AnalyzeClasses(packages = "orderstore", importOptions = KeepingModulesApartTest.WithoutTests.class)
class KeepingModulesApartTest {

    /** Leaves out our tests and those of the modules below. */
    static final class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    /** What time it is, that is; measuring how long something took is no question to the clock. */
    private static final DescribedPredicate<JavaCall<?>> ASKING_THE_CLOCK = describe(
            "ask the clock",
            call -> (call.getName().equals("now")
                            && call.getTargetOwner().getPackageName().startsWith("java.time"))
                    || call.getName().equals("currentTimeMillis"));

    private static final DescribedPredicate<JavaClass> NULL_MARKED_PACKAGE = describe(
            "be in a package in which null is the exception",
            type -> type.getPackage().isAnnotatedWith(NullMarked.class));

    @ArchTest
    static final ArchRule the_order_and_the_log_know_neither_each_other_nor_the_application = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("orderstore..")
            .layer("order")
            .definedBy("orderstore.order..")
            .layer("log")
            .definedBy("orderstore.eventlog..")
            .layer("read models")
            .definedBy("orderstore.projection..")
            .layer("application")
            .definedBy("orderstore.api..")
            .whereLayer("order")
            .mayOnlyBeAccessedByLayers("application", "read models")
            .whereLayer("read models")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule an_order_has_no_clock_no_database_and_no_spring = noClasses()
            .that()
            .resideInAPackage("orderstore.order..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "java.net..")
                    .or(JavaClass.Predicates.assignableTo(InstantSource.class))
                    .or(JavaClass.Predicates.assignableTo(Clock.class)))
            .orShould()
            .callMethodWhere(ASKING_THE_CLOCK);

    @ArchTest
    static final ArchRule of_orders_only_the_binding_knows_axon = noClasses()
            .that()
            .resideInAPackage("orderstore.order..")
            .and()
            .haveNameNotMatching(".*\\.(OrderAggregate|RecordChange|OrderEventSerializer)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.axonframework..");

    @ArchTest
    static final ArchRule the_log_needs_no_spring = noClasses()
            .that()
            .resideInAPackage("orderstore.eventlog..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule features_depend_on_each_other_in_one_direction =
            slices().matching("orderstore.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sql_is_spoken_by_the_log_by_read_models_and_for_what_is_no_order = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "orderstore.eventlog..",
                    "orderstore.projection..",
                    "orderstore.api.security..",
                    "orderstore.api.admin..",
                    "orderstore.api.attempt..",
                    "orderstore.api.audit..",
                    "orderstore.api.operations..")
            .and()
            .haveNameNotMatching(".*\\.(GivenDatabase|Outage)") // A first connection, and what its failures mean.
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule exceptions_become_answers_in_one_place = classes()
            .that()
            .implement(HandlerExceptionResolver.class)
            .should()
            .haveFullyQualifiedName("orderstore.api.problem.ProblemResolver");

    @ArchTest
    static final ArchRule no_controller_handles_exceptions =
            methods().should().notBeAnnotatedWith(ExceptionHandler.class);

    @ArchTest
    static final ArchRule time_comes_from_the_one_clock_that_tests_can_move = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("orderstore.api.launch.FailureReport") // Written when nothing works.
            .should()
            .callMethodWhere(ASKING_THE_CLOCK);

    @ArchTest
    static final ArchRule controllers_are_nobodys_business =
            noClasses().that().areAnnotatedWith(RestController.class).should().bePublic();

    @ArchTest
    static final ArchRule null_is_the_exception_everywhere = classes().should(ArchCondition.from(NULL_MARKED_PACKAGE));
}
