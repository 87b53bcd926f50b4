package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// parseObject reads one JSON object with no field but those known. It is stricter than encoding/json, which takes the
// last of two equal keys and matches them in any case: of two readers of such a body each may see another user.
// The error says that it is no object at all, the problems what is wrong with its keys.
func parseObject(body []byte, known ...string) (fields map[string]json.RawMessage, problems []string, err error) {
	if !utf8.Valid(body) {
		return nil, nil, &InvalidUserError{[]string{"body must be UTF-8"}}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, nil, notOneObject(err)
	}

	fields = map[string]json.RawMessage{}
	for decoder.More() {
		name, value, err := readMember(decoder)
		if err != nil {
			return nil, nil, notOneObject(err)
		}
		if _, seen := fields[name]; seen {
			problems = append(problems, fmt.Sprintf("'%s' must be given once", shorten(name)))
		} else if !slices.Contains(known, name) {
			problems = append(problems, fmt.Sprintf("'%s' is no field; the fields are '%s'",
				shorten(name), strings.Join(known, "' and '")))
		}
		fields[name] = value
	}

	if _, err := decoder.Token(); err != nil {
		return nil, nil, notOneObject(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, &InvalidUserError{[]string{"body must be one JSON object, got more after it"}}
	}
	return fields, problems, nil
}

func readMember(decoder *json.Decoder) (name string, value json.RawMessage, err error) {
	token, err := decoder.Token()
	if err != nil {
		return "", nil, err
	}
	name, _ = token.(string) // the decoder lets nothing but a string be a key
	err = decoder.Decode(&value)
	return name, value, err
}

func notOneObject(err error) error {
	problem := "got another JSON value"
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		problem = syntax.Error()
	} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		problem = "got an end too early"
	}
	return &InvalidUserError{[]string{"body must be one JSON object, " + problem}}
}
