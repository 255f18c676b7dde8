package orderstore.api.security;

import jakarta.servlet.DispatcherType;
import orderstore.api.audit.AuditLog;
import orderstore.api.limits.KeyRates;
import orderstore.api.limits.RequestsAtOnce;
import orderstore.api.waiting.WaitingRequests;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

@Configuration(proxyBeanMethods = false)
class SecurityWiring {

    /** What anybody may see. A chain of its own, so that it answers without the database, whatever key is sent. */
    @Bean
    @Order(1)
    SecurityFilterChain openToAll(HttpSecurity http) throws Exception {
        return bare(http)
                .securityMatcher(
                        "/actuator/health/liveness", "/actuator/health/readiness", "/openapi.json", "/docs", "/docs/**")
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain keysOnly(
            HttpSecurity http,
            BearerKeys keys,
            KeyRates rates,
            RequestsAtOnce underWay,
            WaitingRequests waiting,
            AuditLog audit)
            throws Exception {
        var refusals = new Refusals();
        return bare(http)
                .securityContext(context -> context.securityContextRepository(keys))
                .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(SecurityWiring::rules)
                .addFilterBefore(new RequestCount(rates, underWay, waiting), AuthorizationFilter.class)
                .addFilterBefore(new OperatorActions(audit), AuthorizationFilter.class)
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC)
                .permitAll() // The rest of a request that was let in.
                .requestMatchers("/actuator/**", "/v1/admin/**")
                .hasRole(Role.OPERATOR.name())
                .requestMatchers("/v1/operations/*")
                .authenticated() // A writer may read what came of what it sent; others find nothing.
                .requestMatchers(HttpMethod.GET, "/v1/**")
                .hasRole(Role.READER.name())
                .requestMatchers(HttpMethod.HEAD, "/v1/**")
                .hasRole(Role.READER.name())
                .requestMatchers(HttpMethod.OPTIONS, "/v1/**")
                .authenticated()
                .requestMatchers(HttpMethod.PUT, "/v1/orders/*/status-changes/*")
                .hasRole(Role.WRITER.name())
                .requestMatchers(HttpMethod.POST, "/v1/orders/*/status-changes", "/v1/status-changes")
                .hasRole(Role.WRITER.name())
                .anyRequest()
                .hasRole(Role.OPERATOR.name());
    }

    /** Without all that is made for browsers: no browser sends a bearer key on its own, so there is nothing to forge. */
    private static HttpSecurity bare(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // The default of no-store would make entity tags useless; what is secret says so itself.
                .headers(headers -> headers.defaultsDisabled().contentTypeOptions(nosniff -> {}));
    }

    /** No timing of each filter and rule: what a request takes is measured as a whole. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Strict about paths, headers and hosts. An unknown method is answered like others: 401, 403 or 405. */
    @Bean
    HttpFirewall httpFirewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowedHeaderNames(name -> isAscii(name) || StrictHttpFirewall.ALLOWED_HEADER_NAMES.test(name));
        firewall.setAllowedHeaderValues(
                value -> isAscii(value) || StrictHttpFirewall.ALLOWED_HEADER_VALUES.test(value));
        return firewall;
    }

    /** Printable ASCII, which nearly every header is, needs no regular expression to be found harmless. */
    private static boolean isAscii(String header) {
        return header.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
