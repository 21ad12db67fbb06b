package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                            .isEqualTo(variable.getName().contains("KAFKA") ? "nudge-kafka" : "nudge-database"));
        }
    }

    @Test
    void what_is_written_has_a_limit_and_uploads_are_on_disk() throws IOException {
        for (PodTemplateSpec pod : pods()) {
            assertThat(pod.getSpec().getVolumes()).allSatisfy(volume -> {
                assertThat(volume.getEmptyDir().getSizeLimit())
                        .as(volume.getName())
                        .isNotNull();
                assertThat(volume.getEmptyDir().getMedium())
                        .as(volume.getName())
                        .isNull();
            });
            assertThat(pod.getSpec().getContainers())
                    .allSatisfy(container -> assertThat(container.getVolumeMounts())
                            .extracting(VolumeMount::getMountPath)
                            .containsExactlyInAnyOrder("/tmp", "/var/lib/nudge"));
        }
        Matcher folder = Pattern.compile("-Djava\\.io\\.tmpdir=([^\"]+)")
                .matcher(Files.readString(ComposeFile.PROJECT.resolve("Dockerfile")));
        assertThat(folder.find()).as("the image says where uploads go").isTrue();
        assertThat(folder.group(1)).isEqualTo("/var/lib/nudge");
        Map<?, ?> labeller = (Map<?, ?>) ((Map<?, ?>) compose().get("services")).get("labeller");
        assertThat(labeller.get("volumes")).isEqualTo(List.of("/var/lib/nudge"));
        assertThat(labeller.get("tmpfs")).isEqualTo(List.of("/tmp:size=64m"));
    }

    private static Map<?, ?> compose() throws IOException {
        return new Yaml().load(Files.readString(ComposeFile.PROJECT.resolve("docker-compose.yml")));
    }

    @Test
    void the_proxys_addresses_are_known_so_that_cookies_are_for_tls_alone() throws IOException {
        Map<String, String> values = resources(ConfigMap.class).get(0).getData();
        Container labeller = containers().stream()
                .filter(container -> container.getName().equals("labeller"))
                .findFirst()
                .orElseThrow();
        assertThat(labeller.getEnv())
                .filteredOn(variable -> variable.getName().equals("NUDGE_LABELLER_HTTP_PROXIES"))
                .singleElement()
                .satisfies(variable -> assertThat(value(variable, values)).satisfies(pattern -> {
                    assertThat("10.1.2.3").matches(pattern);
                    assertThat("172.18.0.1").matches(pattern);
                    assertThat("172.32.0.1").doesNotMatch(pattern);
                    assertThat("203.0.113.7").doesNotMatch(pattern);
                }));
        for (String service : List.of("labeller", "labeller-1", "labeller-2")) {
            assertThat(environment(service)).containsEntry("NUDGE_LABELLER_HTTP_PROXIES", "${NUDGE_PROXIES:-}");
        }
    }

    @Test
    void the_labeller_reaches_the_identity_provider_and_the_trainer_does_not() throws IOException {
        for (NetworkPolicy policy : resources(NetworkPolicy.class)) {
            boolean https = policy.getSpec().getEgress().stream()
                    .flatMap(egress -> egress.getPorts().stream())
                    .anyMatch(port -> port.getPort().getIntVal() == 443);
            assertThat(https)
                    .as(policy.getMetadata().getName())
                    .isEqualTo(policy.getMetadata().getName().equals("nudge-labeller"));
        }
    }

    private static Map<String, String> environment(String service) throws IOException {
        Map<?, ?> services = (Map<?, ?>) compose().get("services");
        Map<String, String> environment = new HashMap<>();
        ((Map<?, ?>) ((Map<?, ?>) services.get(service)).get("environment"))
                .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        return environment;
    }

    @Test
    void the_services_of_compose_know_every_variable_and_kafka_asks_for_a_password_on_every_listener()
            throws IOException {
        for (Object name : ((Map<?, ?>) compose().get("services")).keySet()) {
            String service = String.valueOf(name);
            Map<String, String> environment = environment(service);
            environment.replaceAll((variable, value) -> value.replaceAll("\\$\\{(\\w+)(:[^}]*)?}+", "filled-in"));
            environment.computeIfPresent("NUDGE_LABELLER_HTTP_PUBLIC_ADDRESS", (variable, value) -> "http://localhost");
            if (service.startsWith("labeller")) {
                assertThat(LabellerConfiguration.of(environment).kafka().properties())
                        .containsEntry("security.protocol", "SASL_PLAINTEXT");
            } else if (service.startsWith("trainer")) {
                assertThat(TrainerConfiguration.of(environment).kafka().properties())
                        .containsEntry("security.protocol", "SASL_PLAINTEXT");
            } else if (service.startsWith("kafka")) {
                for (String listener : environment.get("KAFKA_LISTENERS").split(",")) {
                    String its = listener.substring(0, listener.indexOf(':'));
                    assertThat(environment
                                    .get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP")
                                    .split(","))
                            .contains(its + ":SASL_PLAINTEXT");
                    assertThat(environment.get("KAFKA_LISTENER_NAME_" + its + "_PLAIN_SASL_JAAS_CONFIG"))
                            .endsWith("user_nudge=\"filled-in\";");
                }
            }
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
