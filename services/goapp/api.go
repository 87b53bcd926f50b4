package main

import (
	"fmt"
	"io"
	"net/http"
)

// userAPI translates between HTTP and a store; the errors it returns become responses in one place.
type userAPI struct {
	store Store
}

func (a userAPI) list(w http.ResponseWriter, r *http.Request) error {
	users, err := a.store.List(r.Context())
	if err != nil {
		return fmt.Errorf("list users: %w", err)
	}
	return writeJSON(w, http.StatusOK, users)
}

func (a userAPI) get(w http.ResponseWriter, r *http.Request) error {
	user, err := a.store.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return fmt.Errorf("get user: %w", err)
	}
	return writeJSON(w, http.StatusOK, user)
}

func (a userAPI) create(w http.ResponseWriter, r *http.Request) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	user, err := ParseNewUser(body)
	if err != nil {
		return err
	}

	if err := a.store.Create(r.Context(), user); err != nil {
		return fmt.Errorf("create user: %w", err)
	}
	return writeJSON(w, http.StatusCreated, user)
}

func (a userAPI) update(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	// an unknown id is 404 whatever the body holds, so it is looked up before the body is read
	if _, err := a.store.Get(r.Context(), id); err != nil {
		return fmt.Errorf("find user: %w", err)
	}

	body, err := readBody(r)
	if err != nil {
		return err
	}
	user, err := ParseUserDetails(id, body)
	if err != nil {
		return err
	}

	if err := a.store.Update(r.Context(), user); err != nil {
		return fmt.Errorf("update user: %w", err)
	}
	return writeJSON(w, http.StatusOK, user)
}

func (a userAPI) delete(w http.ResponseWriter, r *http.Request) error {
	if err := a.store.Delete(r.Context(), r.PathValue("id")); err != nil {
		return fmt.Errorf("delete user: %w", err)
	}
	return writeJSON(w, http.StatusOK, map[string]string{"message": "User deleted"})
}

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &unreadableBodyError{cause: err}
	}
	return body, nil
}
