package nudge.labeller.web.people;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import nudge.labeller.access.Access;
import nudge.labeller.access.Actor;
import nudge.labeller.access.People.Person;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The people who may sign in. */
@RestController
@RequestMapping("/api/people")
class PeopleApi {
    private final Access access;
    private final IntFunction<Optional<String>> address;

    PeopleApi(Access access, IntFunction<Optional<String>> address) {
        this.address = address;
        this.access = access;
    }

    @GetMapping
    List<Person> list() {
        return access.people().list();
    }

    @PutMapping("/{id}/role")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changeRole(@PathVariable UUID id, RoleBody body, Actor actor) {
        access.changeRole(actor, id, body.role());
    }

    /** A one-time link with which the person sets a new password. */
    @PostMapping("/{id}/password")
    @ResponseStatus(HttpStatus.CREATED)
    CreatedInvitation newPassword(@PathVariable UUID id, Actor actor, HttpServletRequest request) {
        return CreatedInvitation.of(access.invitations().newPassword(actor, id), address.apply(request.getLocalPort()));
    }

    @DeleteMapping("/{id}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOutEverywhere(@PathVariable UUID id, Actor actor) {
        access.signOutEverywhere(actor, id);
    }

    /** Deletes the name and every way in; what the person did stays in the log, under an id that says nothing. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(@PathVariable UUID id, Actor actor) {
        access.erase(actor, id);
    }
}
