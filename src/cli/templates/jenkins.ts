export const JENKINS = `# A load test that is a job of a Jenkins server: started, waited for, and stopped whatever happens.
#
# What must be there: the job, with the parameters RUN and SECONDS, of which one build runs at a time; an API token
# of yours in the environment, JENKINS_TOKEN. Change user, server and job below.
# servo-exec validate   tells whether it is right
# servo-exec plan       shows what would run
# servo-exec run --duration 30s
#
# Completion in an editor: servo-exec schema > config.schema.json, and this as the first line of the file:
#   # yaml-language-server: $schema=./config.schema.json

exec:
  start:
    # No retries: a build whose answer got lost may run all the same.
    - name: start the job
      request:
        method: POST
        url: https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/buildWithParameters?RUN=\${run:id}&SECONDS=\${control:duration}
        success_codes: 201
      timeout: 30s

    # The window begins when the build runs, and not while it waits for a free machine: until the last build is the one
    # with our RUN, the path matches nothing, and Jenkins answers with 404, which is a failed attempt.
    - name: the job runs
      request:
        url: "https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/lastBuild/api/xml?xpath=//parameter[value='\${run:id}']"
      timeout: 10s
      retries: 600
      retry_delay: 1s

  # Between \`start\` and \`stop\` lies the window, the time in which one measures.

  stop:
    - name: the job is done
      request:
        url: "https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/lastBuild/api/xml?xpath=//building[.='false']"
      timeout: 10s
      retries: 300
      retry_delay: 1s
    - name: the job was a success
      request:
        url: "https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/lastBuild/api/xml?xpath=//result[.='SUCCESS']"
      timeout: 10s
    - name: what the job printed
      notify: true # the end of it is shown
      request:
        url: https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/lastBuild/consoleText
      timeout: 30s

  # Runs whatever happened. A build that is over is not touched by it.
  post:
    - name: stop the job
      request:
        method: POST
        url: https://me:\${secret:JENKINS_TOKEN}@jenkins.example.com/job/load-test/lastBuild/stop
        success_codes: [200-399, 404]
      timeout: 10s
      retries: 3
      retry_delay: 1s
`;
