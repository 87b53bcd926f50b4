package main

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
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
	user, err := a.find(r)
	if err != nil {
		return err
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
	// an unknown id is 404 whatever the body holds, so it is looked up before the body is read
	found, err := a.find(r)
	if err != nil {
		return err
	}
	body, err := readBody(r)
	if err != nil {
		return err
	}
	user, err := ParseUserDetails(found.ID, body)
	if err != nil {
		return err
	}

	if err := a.store.Update(r.Context(), user); err != nil {
		return fmt.Errorf("update user: %w", err)
	}
	return writeJSON(w, http.StatusOK, user)
}

func (a userAPI) delete(w http.ResponseWriter, r *http.Request) error {
	id, valid := ParseID(r.PathValue("id"))
	if !valid {
		return ErrUserNotFound
	}
	if err := a.store.Delete(r.Context(), id); err != nil {
		return fmt.Errorf("delete user: %w", err)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// find answers a path that is no id like one that is not taken: there is no such user, and 404 says that.
func (a userAPI) find(r *http.Request) (User, error) {
	id, valid := ParseID(r.PathValue("id"))
	if !valid {
		return User{}, ErrUserNotFound
	}
	user, err := a.store.Get(r.Context(), id)
	if err != nil {
		return User{}, fmt.Errorf("find user: %w", err)
	}
	return user, nil
}

// readBody trusts a body that does not say what it is, and no other claim than JSON.
func readBody(r *http.Request) ([]byte, error) {
	if claim := r.Header.Get("Content-Type"); claim != "" && !isJSON(claim) {
		return nil, &contentTypeError{claim: claim}
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &unreadableBodyError{cause: err}
	}
	return body, nil
}

// isJSON refuses another charset than the one that JSON has.
func isJSON(contentType string) bool {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	charset, named := parameters["charset"]
	return err == nil && mediaType == "application/json" && (!named || strings.EqualFold(charset, "utf-8"))
}
