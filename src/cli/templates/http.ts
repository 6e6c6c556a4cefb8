export const HTTP = `# A load generator that is started and stopped over HTTP.
#
# What must be there: a target, and the generator with its API. Change the addresses below to theirs.
# servo-exec validate   tells whether it is right
# servo-exec plan       shows what would run
# servo-exec run --duration 30s
#
# Completion in an editor: servo-exec schema > config.schema.json, and this as the first line of the file:
#   # yaml-language-server: $schema=./config.schema.json

exec:
  # Before anything else: a failure here ends the measurement, and only \`post\` runs.
  pre:
    - name: target is healthy
      request:
        url: http://127.0.0.1:8080/health
      timeout: 5s # for each attempt
      retries: 20
      retry_delay: 500ms

  start:
    # No retries: a load whose answer got lost may run all the same.
    - name: start the load
      request:
        method: POST
        url: http://127.0.0.1:8089/start
        # \${run:id} and its like are filled in when the task starts.
        data: '{"run": "\${run:id}", "seconds": \${control:duration}}'
        success_codes: 200-299
        # headers: { authorization: 'Bearer \${secret:LOAD_TOKEN}' } # from the environment, never shown
      timeout: 30s

  # Between \`start\` and \`stop\` lies the window, the time in which one measures.

  stop:
    - name: figures of the load
      notify: true # the answer's body is shown
      request:
        url: http://127.0.0.1:8089/figures
      timeout: 10s
      retries: 10
      retry_delay: 1s

  # Runs whatever happened, so a task here should be one that may run twice.
  post:
    - name: stop the load
      request:
        method: POST
        url: http://127.0.0.1:8089/stop
        success_codes: [200-299, 404, 409] # there is none any more: all the better
      timeout: 10s
      retries: 3
      retry_delay: 1s
`;
