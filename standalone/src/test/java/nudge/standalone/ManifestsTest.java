package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nudge.labeller.LabellerConfiguration;
import nudge.trainer.TrainerConfiguration;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** The manifests of deploy/kubernetes against the types of the Kubernetes API, and against each other. */
class ManifestsTest {
    private static final Path FOLDER = ComposeFile.PROJECT.resolve("deploy/kubernetes");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "batch/v1/Job", Job.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    /** A field that the API does not know is an error, as with kubectl's strict validation. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(MapperConfig<?> mapper, Annotated annotated) {
                    return false;
                }
            })
            .build();

    private static HasMetadata read(Object document) {
        Map<?, ?> fields = (Map<?, ?>) document;
        String kind = fields.get("apiVersion") + "/" + fields.get("kind");
        assertThat(KINDS).containsKey(kind);
        return STRICT.convertValue(document, KINDS.get(kind));
    }

    private static List<HasMetadata> resources() throws IOException {
        Map<?, ?> kustomization = new Yaml().load(Files.readString(FOLDER.resolve("kustomization.yaml")));
        List<HasMetadata> resources = new ArrayList<>();
        for (Object file : (List<?>) kustomization.get("resources")) {
            new Yaml()
                    .loadAll(Files.readString(FOLDER.resolve(file.toString())))
                    .forEach(document -> resources.add(read(document)));
        }
        return resources;
    }

    private static <T> List<T> resources(Class<T> type) throws IOException {
        return resources().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<PodTemplateSpec> pods() throws IOException {
        List<PodTemplateSpec> pods = new ArrayList<>();
        resources(Deployment.class).forEach(each -> pods.add(each.getSpec().getTemplate()));
        resources(Job.class).forEach(each -> pods.add(each.getSpec().getTemplate()));
        return pods;
    }

    private static List<Container> containers() throws IOException {
        return pods().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .toList();
    }

    @Test
    void every_manifest_is_listed_and_has_only_fields_that_the_api_knows() throws IOException {
        assertThat(resources().stream().map(HasMetadata::getKind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "ConfigMap", "Service", "Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget");
        Map<?, ?> kustomization = new Yaml().load(Files.readString(FOLDER.resolve("kustomization.yaml")));
        try (var files = Files.list(FOLDER)) {
            Set<String> manifests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
                    .collect(Collectors.toSet());
            assertThat(((List<?>) kustomization.get("resources")).stream().map(Object::toString))
                    .containsExactlyInAnyOrderElementsOf(manifests);
        }
    }

    @Test
    void a_misspelt_field_is_found() {
        assertThatThrownBy(() -> read(Map.of(
                        "apiVersion", "v1", "kind", "Service", "spec", Map.of("port", List.of(Map.of("port", 80))))))
                .hasMessageContaining("\"port\"");
    }

    @Test
    void selectors_choose_the_pods_of_their_own() throws IOException {
        for (Deployment deployment : resources(Deployment.class)) {
            assertThat(deployment.getSpec().getSelector().getMatchLabels())
                    .isEqualTo(deployment.getSpec().getTemplate().getMetadata().getLabels());
        }
        Set<Map<String, String>> labels =
                pods().stream().map(pod -> pod.getMetadata().getLabels()).collect(Collectors.toSet());
        for (Service service : resources(Service.class)) {
            assertThat(labels).contains(service.getSpec().getSelector());
        }
        for (PodDisruptionBudget budget : resources(PodDisruptionBudget.class)) {
            assertThat(labels).contains(budget.getSpec().getSelector().getMatchLabels());
        }
    }

    @Test
    void containers_are_locked_down_and_their_passwords_come_from_the_secret() throws IOException {
        for (PodTemplateSpec pod : pods()) {
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
        }
        for (Container container : containers()) {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getEnv())
                    .filteredOn(variable -> variable.getName().endsWith("PASSWORD"))
                    .allSatisfy(variable -> assertThat(
                                    variable.getValueFrom().getSecretKeyRef().getName())
                            .isEqualTo("nudge-database"));
        }
    }

    @Test
    void the_services_know_every_variable_that_they_are_given() throws IOException {
        Map<String, String> values = resources(ConfigMap.class).get(0).getData();
        for (Container container : containers()) {
            Map<String, String> environment = container.getEnv().stream()
                    .collect(Collectors.toMap(EnvVar::getName, variable -> value(variable, values)));
            if (container.getName().equals("trainer")) {
                assertThat(TrainerConfiguration.of(environment).instance()).isNotEmpty();
            } else {
                environment.putIfAbsent("NUDGE_LABELLER_KAFKA", "kafka:9092");
                assertThat(LabellerConfiguration.of(environment).databaseUser()).isEqualTo("nudge_app");
            }
        }
    }

    private static String value(EnvVar variable, Map<String, String> values) {
        var reference = variable.getValueFrom().getConfigMapKeyRef();
        if (reference == null) {
            return "from-elsewhere";
        }
        assertThat(values).containsKey(reference.getKey());
        return values.get(reference.getKey());
    }
}
