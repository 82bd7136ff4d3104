package dev.intact.monitor.channel;

/**
 * An incoming webhook of Slack.
 *
 * @param name names it
 * @param url where it is: who knows it can post
 * @param http how requests are sent
 */
public record SlackSpec(String name, Secret url, HttpOptions http) implements ChannelSpec {}
