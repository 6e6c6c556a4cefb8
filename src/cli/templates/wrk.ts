export const WRK = `# A load by wrk on this machine.
#
# What must be there: wrk in PATH, and a target. Change its address below, twice.
# servo-exec validate   tells whether it is right
# servo-exec plan       shows what would run
# servo-exec run --duration 30s
#
# Completion in an editor: servo-exec schema > config.schema.json, and this as the first line of the file:
#   # yaml-language-server: $schema=./config.schema.json

exec:
  # Keys that begin with \`x-\` are yours. \`&env\` names this one, and \`*env\` stands for it below.
  x-env: &env
    TARGET: http://127.0.0.1:8080
    DIR: /tmp/wrk-\${run:id} # for this measurement only

  # Before anything else: a failure here ends the measurement, and only \`post\` runs.
  pre:
    - name: wrk is installed
      shell_exec: command -v wrk
    - name: target is healthy
      request:
        url: http://127.0.0.1:8080/health
      timeout: 5s # for each attempt
      retries: 20
      retry_delay: 500ms
    - name: make the folder
      exec: [mkdir, -m, '700', '/tmp/wrk-\${run:id}']

  start:
    # In the background, so that the stage goes on. wrk prints its figures when its time is over, and none when it is
    # stopped by SIGTERM: so it gets the length of the window, and \`stop\` waits for it. It takes whole seconds only.
    - name: wrk
      async: true
      env: *env
      shell_exec: |-
        seconds=$((\${SERVO_EXEC_DURATION%.*} + \${SERVO_EXEC_WARMUP%.*} + \${SERVO_EXEC_DELAY%.*}))
        wrk --latency -t 2 -c 16 -d "$((seconds > 0 ? seconds : 1))s" "$TARGET/" > "$DIR/wrk.txt" 2>&1
        echo $? > "$DIR/wrk.exit"

  # Between \`start\` and \`stop\` lies the window, the time in which one measures.

  stop:
    - name: figures of wrk
      notify: true # what it prints is shown
      env: *env
      shell_exec: |-
        until test -s "$DIR/wrk.exit"; do sleep 0.1; done
        cat "$DIR/wrk.txt"
        exit "$(cat "$DIR/wrk.exit")"
      timeout: 30s

    # wrk counts the requests that fail, but ends with 0 all the same.
    - name: no request has failed
      env: *env
      shell_exec: if grep -E 'Socket errors|Non-2xx' "$DIR/wrk.txt" >&2; then exit 1; fi

  # Runs whatever happened. Then wrk is stopped, if it still runs.
  post:
    - name: remove the folder
      exec: [rm, -rf, '/tmp/wrk-\${run:id}']
`;
