package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
)

// S3Bucket reads from Amazon S3, or from a server that speaks its protocol.
type S3Bucket struct {
	client *s3.Client
	name   string
}

// OpenS3 takes credentials from the SDK's usual places, which on ECS is the task role.
func OpenS3(ctx context.Context, name, endpoint string, logger *slog.Logger) (*S3Bucket, error) {
	// the SDK's own logger would write plain text between the JSON lines
	notes := logging.LoggerFunc(func(_ logging.Classification, format string, values ...any) {
		logger.DebugContext(ctx, "note of the s3 client", "note", fmt.Sprintf(format, values...))
	})
	settings, err := config.LoadDefaultConfig(ctx, config.WithLogger(notes))
	if err != nil {
		return nil, fmt.Errorf("configure s3 client: %w", err)
	}

	client := s3.NewFromConfig(settings, func(options *s3.Options) {
		if endpoint != "" {
			options.BaseEndpoint = aws.String(endpoint)
		}
		// another server than Amazon's has no host name per bucket
		options.UsePathStyle = options.BaseEndpoint != nil
	})
	return &S3Bucket{client: client, name: name}, nil
}

// List implements Bucket.
func (b *S3Bucket) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{
			Bucket: aws.String(b.name), Prefix: aws.String(prefix),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(Object{}, explainS3(err))
				return
			}
			for _, item := range page.Contents {
				object := Object{
					Key:      aws.ToString(item.Key),
					Size:     aws.ToInt64(item.Size),
					Modified: aws.ToTime(item.LastModified),
					Revision: aws.ToString(item.ETag),
				}
				if !yield(object, nil) {
					return
				}
			}
		}
	}
}

// Read implements Bucket.
func (b *S3Bucket) Read(ctx context.Context, object Object) (io.ReadCloser, string, error) {
	input := &s3.GetObjectInput{Bucket: aws.String(b.name), Key: aws.String(object.Key)}
	if object.Revision != "" {
		input.IfMatch = aws.String(object.Revision)
	}
	output, err := b.client.GetObject(ctx, input)
	if err != nil {
		return nil, "", explainS3(err)
	}
	return output.Body, aws.ToString(output.ContentEncoding), nil
}

// remediesS3 are by the codes of the protocol.
var remediesS3 = map[string]string{
	"NoSuchBucket":                 "create the bucket or correct 'CONTENT_URI'",
	"NoSuchKey":                    "the pages changed while they were read",
	"AccessDenied":                 "allow the task role s3:ListBucket on the bucket and s3:GetObject on the prefix",
	"Forbidden":                    "allow the task role s3:ListBucket on the bucket and s3:GetObject on the prefix",
	"InvalidAccessKeyId":           "the credentials are not known to this store",
	"SignatureDoesNotMatch":        "the credentials are not known to this store",
	"PermanentRedirect":            "set 'AWS_REGION' to the region of the bucket",
	"AuthorizationHeaderMalformed": "set 'AWS_REGION' to the region of the bucket",
	"PreconditionFailed":           "the pages changed while they were read",
}

func explainS3(err error) error {
	remedy := "set 'AWS_REGION', give the task a role that may read the bucket and a way to reach S3"
	if answer, ok := errors.AsType[smithy.APIError](err); ok {
		if known, found := remediesS3[answer.ErrorCode()]; found {
			remedy = known
		}
	}
	return fmt.Errorf("%w; %s", err, remedy)
}
